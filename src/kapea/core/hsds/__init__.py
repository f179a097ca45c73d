"""The directory in the words of others: the Human Services Data Specification (HSDS) 3.0, both ways."""
