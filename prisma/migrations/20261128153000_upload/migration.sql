-- Files that come in from a browser or from an address, and become disks and CD images. Each is a job's.
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "storage_domain_id" UUID NOT NULL,
    "disk_id" UUID,
    "path" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "url" TEXT,
    "size_bytes" BIGINT,
    "head_sha256" TEXT,
    "wanted_sha256" TEXT,
    "sha256" TEXT,
    "host_id" UUID,
    "received_bytes" BIGINT NOT NULL DEFAULT 0,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" UUID,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upload_user_id_idx" ON "upload"("user_id");

-- CreateIndex
CREATE INDEX "upload_path_idx" ON "upload"("path");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_id_fkey" FOREIGN KEY ("id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
