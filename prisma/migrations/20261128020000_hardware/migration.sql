-- What a machine has beyond size, disks and cards; an empty object is the ordinary machine.
ALTER TABLE "vm" ADD COLUMN "hardware" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "disk" ADD COLUMN "options" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "nic" ADD COLUMN "options" JSONB NOT NULL DEFAULT '{}';
