"""The Rasa assistant, as the colleague who answers first."""
