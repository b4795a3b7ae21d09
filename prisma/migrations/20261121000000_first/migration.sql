
-- CreateTable
CREATE TABLE "instance" (
    "id" UUID NOT NULL,
    "ca_certificate" TEXT NOT NULL,
    "ca_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "login_failure" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "login_failure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "datacenter" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "datacenter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" UUID NOT NULL,
    "datacenter_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "certificate_serial" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'installing',
    "status_reason" TEXT NOT NULL DEFAULT '',
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "libvirt" TEXT NOT NULL DEFAULT 'unknown',
    "facts" JSONB,
    "latest" JSONB,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host_token" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vm" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "memory_mib" INTEGER NOT NULL,
    "vcpus" INTEGER NOT NULL,
    "virt_type" TEXT NOT NULL DEFAULT 'auto',
    "firmware" TEXT NOT NULL DEFAULT 'bios',
    "os" TEXT NOT NULL DEFAULT '',
    "template_id" UUID,
    "owner_id" UUID,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "external" BOOLEAN NOT NULL DEFAULT false,
    "host_id" UUID,
    "job_id" UUID,
    "observed_state" TEXT,
    "observed_reason" TEXT NOT NULL DEFAULT '',
    "observed_generation" INTEGER,
    "observed_at" TIMESTAMPTZ(3),
    "runtime" JSONB,
    "status" TEXT NOT NULL DEFAULT 'down',
    "status_reason" TEXT NOT NULL DEFAULT '',
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disk" (
    "id" UUID NOT NULL,
    "vm_id" UUID,
    "storage_domain_id" UUID NOT NULL,
    "template_id" UUID,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "bus" TEXT NOT NULL DEFAULT 'virtio',
    "target" TEXT NOT NULL DEFAULT 'vda',
    "size_mib" INTEGER NOT NULL,
    "allocation" TEXT NOT NULL DEFAULT 'thin',
    "allocated_mib" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "disk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nic" (
    "id" UUID NOT NULL,
    "vm_id" UUID NOT NULL,
    "name" TEXT NOT NULL DEFAULT 'nic1',
    "mac" TEXT NOT NULL,
    "model" TEXT NOT NULL DEFAULT 'virtio',
    "network_id" UUID,

    CONSTRAINT "nic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "storage_domain" (
    "id" UUID NOT NULL,
    "datacenter_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL DEFAULT 'data',
    "type" TEXT NOT NULL DEFAULT 'local',
    "path" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'unattached',
    "capacity_mib" INTEGER,
    "free_mib" INTEGER,

    CONSTRAINT "storage_domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "storage_domain_host" (
    "storage_domain_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "writable" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "storage_domain_host_pkey" PRIMARY KEY ("storage_domain_id","host_id")
);

-- CreateTable
CREATE TABLE "network" (
    "id" UUID NOT NULL,
    "datacenter_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "mode" TEXT NOT NULL DEFAULT 'nat',
    "bridge" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "network_host" (
    "network_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "bridge" TEXT,
    "error" TEXT,
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "network_host_pkey" PRIMARY KEY ("network_id","host_id")
);

-- CreateTable
CREATE TABLE "template" (
    "id" UUID NOT NULL,
    "datacenter_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "os" TEXT NOT NULL DEFAULT '',
    "blank" BOOLEAN NOT NULL DEFAULT false,
    "storage_domain_id" UUID,
    "path" TEXT,
    "format" TEXT NOT NULL DEFAULT 'qcow2',
    "disk_size_mib" INTEGER,
    "memory_mib" INTEGER NOT NULL,
    "vcpus" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "steps" JSONB NOT NULL DEFAULT '[]',
    "input" JSONB NOT NULL,
    "error" JSONB,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "subject_name" TEXT NOT NULL,
    "user_id" UUID,
    "username" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancel_asked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "severity" TEXT NOT NULL DEFAULT 'info',
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "message" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "subject_name" TEXT NOT NULL,
    "user_id" UUID,
    "username" TEXT,
    "job_id" UUID,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "seq" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateTable
CREATE TABLE "console_ticket" (
    "ticket_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "vm_id" UUID NOT NULL,
    "protocol" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_ticket_pkey" PRIMARY KEY ("ticket_hash")
);

-- CreateTable
CREATE TABLE "vm_sample" (
    "vm_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cpu_percent" DOUBLE PRECISION NOT NULL,
    "memory_used_mib" DOUBLE PRECISION,
    "disk_read_bps" DOUBLE PRECISION NOT NULL,
    "disk_write_bps" DOUBLE PRECISION NOT NULL,
    "net_rx_bps" DOUBLE PRECISION NOT NULL,
    "net_tx_bps" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "vm_sample_pkey" PRIMARY KEY ("vm_id","at")
);

-- CreateTable
CREATE TABLE "host_sample" (
    "host_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cpu_percent" DOUBLE PRECISION NOT NULL,
    "memory_used_mib" DOUBLE PRECISION NOT NULL,
    "swap_used_mib" DOUBLE PRECISION NOT NULL,
    "load_average" DOUBLE PRECISION NOT NULL,
    "net_rx_bps" DOUBLE PRECISION NOT NULL,
    "net_tx_bps" DOUBLE PRECISION NOT NULL,
    "disk_read_bps" DOUBLE PRECISION NOT NULL,
    "disk_write_bps" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "host_sample_pkey" PRIMARY KEY ("host_id","at")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_username_key" ON "user_account"("username");

-- CreateIndex
CREATE UNIQUE INDEX "role_grant_user_id_role_object_type_object_id_key" ON "role_grant"("user_id", "role", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "login_failure_key_at_idx" ON "login_failure"("key", "at");

-- CreateIndex
CREATE UNIQUE INDEX "datacenter_name_key" ON "datacenter"("name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_name_key" ON "cluster"("name");

-- CreateIndex
CREATE INDEX "cluster_datacenter_id_idx" ON "cluster"("datacenter_id");

-- CreateIndex
CREATE UNIQUE INDEX "host_name_key" ON "host"("name");

-- CreateIndex
CREATE INDEX "host_cluster_id_idx" ON "host"("cluster_id");

-- CreateIndex
CREATE INDEX "host_status_idx" ON "host"("status");

-- CreateIndex
CREATE INDEX "vm_name_id_idx" ON "vm"("name", "id");

-- CreateIndex
CREATE INDEX "vm_cluster_id_idx" ON "vm"("cluster_id");

-- CreateIndex
CREATE INDEX "vm_host_id_idx" ON "vm"("host_id");

-- CreateIndex
CREATE INDEX "vm_status_idx" ON "vm"("status");

-- CreateIndex
CREATE INDEX "vm_owner_id_idx" ON "vm"("owner_id");

-- CreateIndex
CREATE INDEX "disk_vm_id_idx" ON "disk"("vm_id");

-- CreateIndex
CREATE INDEX "disk_storage_domain_id_idx" ON "disk"("storage_domain_id");

-- CreateIndex
CREATE UNIQUE INDEX "nic_mac_key" ON "nic"("mac");

-- CreateIndex
CREATE INDEX "nic_vm_id_idx" ON "nic"("vm_id");

-- CreateIndex
CREATE INDEX "nic_network_id_idx" ON "nic"("network_id");

-- CreateIndex
CREATE UNIQUE INDEX "storage_domain_name_key" ON "storage_domain"("name");

-- CreateIndex
CREATE INDEX "storage_domain_datacenter_id_idx" ON "storage_domain"("datacenter_id");

-- CreateIndex
CREATE UNIQUE INDEX "network_name_key" ON "network"("name");

-- CreateIndex
CREATE INDEX "network_datacenter_id_idx" ON "network"("datacenter_id");

-- CreateIndex
CREATE UNIQUE INDEX "template_name_key" ON "template"("name");

-- CreateIndex
CREATE INDEX "job_created_at_id_idx" ON "job"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "job_subject_id_created_at_idx" ON "job"("subject_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "job_state_idx" ON "job"("state");

-- CreateIndex
CREATE INDEX "event_subject_id_id_idx" ON "event"("subject_id", "id" DESC);

-- CreateIndex
CREATE INDEX "event_at_idx" ON "event"("at" DESC);

-- CreateIndex
CREATE INDEX "change_at_idx" ON "change"("at");

-- CreateIndex
CREATE INDEX "idempotency_created_at_idx" ON "idempotency"("created_at");

-- CreateIndex
CREATE INDEX "console_ticket_expires_at_idx" ON "console_ticket"("expires_at");

-- CreateIndex
CREATE INDEX "vm_sample_at_idx" ON "vm_sample"("at");

-- CreateIndex
CREATE INDEX "host_sample_at_idx" ON "host_sample"("at");

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_datacenter_id_fkey" FOREIGN KEY ("datacenter_id") REFERENCES "datacenter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_token" ADD CONSTRAINT "host_token_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm" ADD CONSTRAINT "vm_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm" ADD CONSTRAINT "vm_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm" ADD CONSTRAINT "vm_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm" ADD CONSTRAINT "vm_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm" ADD CONSTRAINT "vm_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disk" ADD CONSTRAINT "disk_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disk" ADD CONSTRAINT "disk_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disk" ADD CONSTRAINT "disk_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nic" ADD CONSTRAINT "nic_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nic" ADD CONSTRAINT "nic_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_domain" ADD CONSTRAINT "storage_domain_datacenter_id_fkey" FOREIGN KEY ("datacenter_id") REFERENCES "datacenter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_domain_host" ADD CONSTRAINT "storage_domain_host_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storage_domain_host" ADD CONSTRAINT "storage_domain_host_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network" ADD CONSTRAINT "network_datacenter_id_fkey" FOREIGN KEY ("datacenter_id") REFERENCES "datacenter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_host" ADD CONSTRAINT "network_host_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_host" ADD CONSTRAINT "network_host_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_datacenter_id_fkey" FOREIGN KEY ("datacenter_id") REFERENCES "datacenter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_storage_domain_id_fkey" FOREIGN KEY ("storage_domain_id") REFERENCES "storage_domain"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vm_sample" ADD CONSTRAINT "vm_sample_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_sample" ADD CONSTRAINT "host_sample_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema language can't say:

-- A name is unique among our own machines; those of other tools may share it on another host.
CREATE UNIQUE INDEX "vm_own_name_key" ON "vm"("name") WHERE NOT "external";

-- One grant of a role on an object, the system (null) included.
DROP INDEX "role_grant_user_id_role_object_type_object_id_key";
CREATE UNIQUE INDEX "role_grant_user_id_role_object_type_object_id_key" ON "role_grant"("user_id", "role", "object_type", "object_id") NULLS NOT DISTINCT;

-- At most one installation per database.
CREATE UNIQUE INDEX "instance_single_key" ON "instance"((true));

-- Each change wakes the listeners when its transaction commits.
CREATE FUNCTION "atrium_notify_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('atrium_change', NEW."seq" || ' ' || NEW."topic" || ' ' || NEW."object_id");
  RETURN NULL;
END $$;
CREATE TRIGGER "change_notify" AFTER INSERT ON "change" FOR EACH ROW EXECUTE FUNCTION "atrium_notify_change"();

-- The audit trail is only ever added to.
CREATE FUNCTION "atrium_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or deleted';
END $$;
CREATE TRIGGER "event_append_only" BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION "atrium_refuse"();
