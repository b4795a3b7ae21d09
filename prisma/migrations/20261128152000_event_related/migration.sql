-- A job on a disk is about its machine; the disk's page shows its events too.
ALTER TABLE "event" ADD COLUMN "related_id" UUID;
CREATE INDEX "event_related_id_id_idx" ON "event"("related_id", "id" DESC);
