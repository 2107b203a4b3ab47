"""The rules of the house, one file per group; `tools/check_house.py` runs them."""
