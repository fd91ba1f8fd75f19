"""From incidence to ranking and need. Pure: counts in, orders and teams out."""
