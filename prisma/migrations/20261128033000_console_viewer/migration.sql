-- CreateTable
CREATE TABLE "console_viewer" (
    "id" UUID NOT NULL,
    "vm_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "protocol" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "console_viewer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "console_viewer_vm_id_idx" ON "console_viewer"("vm_id");
CREATE INDEX "console_viewer_seen_at_idx" ON "console_viewer"("seen_at");

-- AddForeignKey
ALTER TABLE "console_viewer" ADD CONSTRAINT "console_viewer_vm_id_fkey" FOREIGN KEY ("vm_id") REFERENCES "vm"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "console_viewer" ADD CONSTRAINT "console_viewer_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
