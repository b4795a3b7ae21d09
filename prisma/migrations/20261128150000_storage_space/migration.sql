-- Thresholds of a storage domain's space (RHV-STO-9), and its history.
ALTER TABLE "storage_domain" ADD COLUMN "low_space" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "storage_domain" ADD COLUMN "warning_free_percent" INTEGER NOT NULL DEFAULT 10;
ALTER TABLE "storage_domain" ADD COLUMN "blocking_free_mib" INTEGER;
ALTER TABLE "storage_domain" ADD COLUMN "overcommit_percent" INTEGER;

CREATE TABLE "storage_sample" (
    "storage_domain_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "capacity_mib" INTEGER NOT NULL,
    "free_mib" INTEGER NOT NULL,
    "committed_mib" INTEGER NOT NULL,
    CONSTRAINT "storage_sample_pkey" PRIMARY KEY ("storage_domain_id", "at")
);
ALTER TABLE "storage_sample" ADD CONSTRAINT "storage_sample_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;
