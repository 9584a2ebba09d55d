"""What customers are to be told because of what followup knows of visits, files and cases."""
