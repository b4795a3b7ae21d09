-- Which process answers a request, and whether its transaction was committed: known after the process is gone.
ALTER TABLE "idempotency" ADD COLUMN "owner" UUID;
ALTER TABLE "idempotency" ADD COLUMN "done" BOOLEAN NOT NULL DEFAULT false;
