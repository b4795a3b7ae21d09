-- The job that holds a disk, which may belong to no machine; who else has its image; and its place among the disks of its machine.
ALTER TABLE "disk" ADD COLUMN "job_id" UUID;
ALTER TABLE "disk" ADD CONSTRAINT "disk_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "disk_path_idx" ON "disk"("path");
ALTER TABLE "disk" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;
