-- AlterTable
ALTER TABLE "vm" ADD COLUMN     "initialization" JSONB;
