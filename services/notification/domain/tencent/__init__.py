"""What is particular to Tencent Cloud SMS: approved templates, what they are filled with, codes."""
