-- What a host has of a machine beyond the columns is read as soon as it differs, so that it is not lost with the host: a digest of
-- the definition that the host has, and of the one that is kept.
ALTER TABLE "vm" ADD COLUMN "definition_digest" TEXT;
ALTER TABLE "vm" ADD COLUMN "observed_definition" TEXT;
