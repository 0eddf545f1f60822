"""The pages of those who lead and look: figures, signals, the register of actions, reviews, audits, evidence."""
