"""The record and its rules: no screen, no files but the newsroom's.

Reading order: terms, refusal, models, rules, manuscript, ledger, acts, reading.
"""
