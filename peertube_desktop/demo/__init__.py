"""A small PeerTube-compatible instance of its own, for trying the program and for its tests.

It speaks like the 6.3 or the 8.2 line (`--like`), takes uploads and changes, and forgets them at its end unless
`--state` names a folder. Everybody's password is "demo-password". alice, bob, chloe, emi, farid and greta publish,
root is the administrator, henk a moderator. Others are there for trying to sign in: ines has two-factor codes (the
secret is society.OTP_OF_INES), jonas is blocked, kim has not confirmed the mail address, lena has room for 20 MB (10 a
day), milo waits for approval, nora was refused.

With `--faults` tests may order faults and look inside: `/_demo/faults` and `/_demo/log` (faults.py), `/_demo/uploads`
(received.py), `/_demo/lives` (lives_api.py).
"""
