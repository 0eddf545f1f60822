"""The measures of the policy, counted. Each is defined there; here is how it is done, and the list behind it."""
