-- A storage domain that is attached to no datacenter; what was written to each domain of what it says of itself.
ALTER TABLE "storage_domain" ALTER COLUMN "datacenter_id" DROP NOT NULL;
ALTER TABLE "storage_domain" ADD COLUMN "metadata_error" TEXT;

CREATE TABLE "storage_metadata" (
    "storage_domain_id" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    CONSTRAINT "storage_metadata_pkey" PRIMARY KEY ("storage_domain_id", "file")
);
ALTER TABLE "storage_metadata" ADD CONSTRAINT "storage_metadata_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;
