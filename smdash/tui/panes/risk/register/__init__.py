"""The box of the register: all risks, how they are treated and accepted."""
