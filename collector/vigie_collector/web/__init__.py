"""What all pages share: templates, assets, language, components."""
