"""A whole year of the desk, lived through by the real acts with a clock that is moved, and judged afterwards."""
