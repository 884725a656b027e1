"""Write-ups of other tools, made postmortems."""
