-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "migration_bandwidth_mibps" INTEGER,
ADD COLUMN     "migration_encryption" TEXT NOT NULL DEFAULT 'when_possible';

-- AlterTable
ALTER TABLE "vm" ADD COLUMN     "migration_options" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "migration" ADD COLUMN     "copied" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "tls" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "migration_policy" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "migration_policy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "migration_policy_name_key" ON "migration_policy"("name");
