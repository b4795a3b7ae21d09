-- The hardware that a machine runs with, as its host reports it, and what of its wanted hardware the last attempt could not make live.
ALTER TABLE "vm" ADD COLUMN "running" JSONB,
ADD COLUMN "refusals" JSONB NOT NULL DEFAULT '[]';
