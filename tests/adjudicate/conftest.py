import sys
from pathlib import Path

# Tests are imported one by one (--import-mode=importlib); what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))
