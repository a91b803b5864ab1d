"""The municipality's bodies and what they decide: seats, sessions, votes, numbered decisions, powers, apparatus."""
