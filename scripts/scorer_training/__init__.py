"""How the scorer is trained: gold sentences, network, export. ``scripts/train_scorer.py`` runs it."""
