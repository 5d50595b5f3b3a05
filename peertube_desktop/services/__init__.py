"""What the program does, named by job. QtCore and QImage, no widgets."""
