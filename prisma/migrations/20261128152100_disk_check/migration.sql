-- What the last check of its image has found.
ALTER TABLE "disk" ADD COLUMN "last_check" JSONB;
