"""`python -m schemaparity`."""

from schemaparity.cli import main

if __name__ == "__main__":
    main()
