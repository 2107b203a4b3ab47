-- Which key sealed a row, by its fingerprint; empty without one, as 0.2.0 sealed.
ALTER TABLE audit_seal ADD COLUMN sealed_by TEXT NOT NULL DEFAULT '';
