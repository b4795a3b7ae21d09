-- Networks and storage domains are attached to clusters: to all of their datacenter unless told otherwise.
ALTER TABLE "network" ADD COLUMN "all_clusters" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "storage_domain" ADD COLUMN "all_clusters" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "network_cluster" (
    "network_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,

    CONSTRAINT "network_cluster_pkey" PRIMARY KEY ("network_id", "cluster_id")
);

-- CreateTable
CREATE TABLE "storage_domain_cluster" (
    "storage_domain_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,

    CONSTRAINT "storage_domain_cluster_pkey" PRIMARY KEY ("storage_domain_id", "cluster_id")
);

-- CreateTable
CREATE TABLE "host_removal" (
    "host_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_removal_pkey" PRIMARY KEY ("host_id", "object_id", "name")
);

-- CreateIndex
CREATE INDEX "network_cluster_cluster_id_idx" ON "network_cluster"("cluster_id");

-- CreateIndex
CREATE INDEX "storage_domain_cluster_cluster_id_idx" ON "storage_domain_cluster"("cluster_id");

-- AddForeignKey
ALTER TABLE "network_cluster" ADD CONSTRAINT "network_cluster_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_cluster" ADD CONSTRAINT "network_cluster_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_domain_cluster" ADD CONSTRAINT "storage_domain_cluster_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_domain_cluster" ADD CONSTRAINT "storage_domain_cluster_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_removal" ADD CONSTRAINT "host_removal_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
