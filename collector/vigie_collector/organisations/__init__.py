"""The tenants: collectivités and shared-services bodies."""
