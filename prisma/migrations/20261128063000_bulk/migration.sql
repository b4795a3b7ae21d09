-- What becomes of each machine of an action on many.
CREATE TABLE "bulk_item" (
    "job_id" UUID NOT NULL,
    "vm_id" UUID NOT NULL,
    "vm_name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "child_id" UUID,
    "reason" JSONB,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("job_id","vm_id")
);
CREATE INDEX "bulk_item_child_id_idx" ON "bulk_item"("child_id");
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;
