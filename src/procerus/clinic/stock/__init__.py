"""Vials: whose they are, where each unit of them went, and who was given which lot."""
