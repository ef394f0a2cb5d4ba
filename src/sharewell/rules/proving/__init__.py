"""What must hold of every case, shown over all of them: by decision diagrams, and by a solver once more.

`proof` asks the diagrams, `solver` a SAT solver that reads the rule files for itself, `statements` are what
both are asked; `findings` looks for rules and facts that do nothing, `lint` at the files as they are written.
"""
