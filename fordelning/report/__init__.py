"""What the documents show: parameters, sentences, tables and charts, as blocks."""
