"""One narrow row for each case and each issue, so that figures are counted fast. Made from the records, and made anew
whenever something happened to the case: nothing stands here that could not be worked out again."""
