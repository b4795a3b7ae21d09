-- What people and the cluster know of a machine beside its hardware.
ALTER TABLE "vm" ADD COLUMN "comment" TEXT NOT NULL DEFAULT '';
ALTER TABLE "vm" ADD COLUMN "custom_fields" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "vm" ADD COLUMN "delete_protected" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "vm" ADD COLUMN "autostart" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "vm" ADD COLUMN "observed_autostart" BOOLEAN;
ALTER TABLE "vm" ADD COLUMN "ha_enabled" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "vm" ADD COLUMN "ha_priority" TEXT NOT NULL DEFAULT 'medium';

CREATE TABLE "tag" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "tag_name_key" ON "tag"("name");

CREATE TABLE "vm_tag" (
    "vm_id" UUID NOT NULL,
    "tag_id" UUID NOT NULL,

    CONSTRAINT "vm_tag_pkey" PRIMARY KEY ("vm_id","tag_id")
);
CREATE INDEX "vm_tag_tag_id_idx" ON "vm_tag"("tag_id");
ALTER TABLE "vm_tag" ADD CONSTRAINT "vm_tag_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "vm_tag" ADD CONSTRAINT "vm_tag_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
