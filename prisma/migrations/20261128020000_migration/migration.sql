-- AlterTable
ALTER TABLE "cluster" ADD COLUMN "migration_policy" TEXT NOT NULL DEFAULT 'minimal_downtime',
ADD COLUMN "migration_limit" INTEGER;
ALTER TABLE "host" ADD COLUMN "migration_address" TEXT;
ALTER TABLE "vm" ADD COLUMN "migration_mode" TEXT NOT NULL DEFAULT 'any',
ADD COLUMN "migration_policy" TEXT;

-- CreateTable
CREATE TABLE "migration" (
    "id" UUID NOT NULL,
    "vm_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "source_name" TEXT NOT NULL,
    "destination_id" UUID NOT NULL,
    "destination_name" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "memory_mib" INTEGER NOT NULL,
    "step_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'running',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "stats" JSONB,
    "error" TEXT,
    "username" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "migration_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "migration_vm_id_started_at_idx" ON "migration"("vm_id", "started_at" DESC);
CREATE INDEX "migration_cluster_id_ended_at_idx" ON "migration"("cluster_id", "ended_at");

-- AddForeignKey
ALTER TABLE "migration" ADD CONSTRAINT "migration_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE CASCADE ON UPDATE CASCADE;
