-- What the first start of a new machine boots (contract/installation.ts); null = itself.
ALTER TABLE "vm" ADD COLUMN "installation" JSONB;
-- Hosts may fetch from private addresses, too.
ALTER TABLE "instance" ADD COLUMN "fetch_private" BOOLEAN NOT NULL DEFAULT false;
