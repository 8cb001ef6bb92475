"""The policy pack: what a team demands of secrets, keys and their deletions, judged before anything is made.

The pack decides nothing by itself: what a deletion would do it asks the core, whose plan the provider obeys too.
"""
