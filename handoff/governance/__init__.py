"""How the desk is led: the policy that was signed, objectives, audits, management reviews, ideas and thanks."""
