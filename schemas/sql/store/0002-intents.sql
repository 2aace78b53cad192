-- Intents of a mention as one number: bit i is the i-th of IntentKind. What was stored before has none until it is labelled anew.
ALTER TABLE mention ADD COLUMN intents INTEGER NOT NULL DEFAULT 0;
