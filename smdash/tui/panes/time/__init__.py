"""The Time pane: the week as a grid, its entries, rates and people."""
