"""The TIE Break table and its grid."""
