-- The area of a risk that was made from no item.

ALTER TABLE risk ADD COLUMN area TEXT;
