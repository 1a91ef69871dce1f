"""What each distinct raw name is: product, vendor, confidence, evidence."""
