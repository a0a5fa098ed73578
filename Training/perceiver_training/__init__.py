"""Training code of the bundled Perceiver IO model. See README.md beside this package."""
