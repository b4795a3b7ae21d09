-- Where each device of a machine sits on its PCI buses, as libvirt chose it once; null = not known yet.
ALTER TABLE "vm" ADD COLUMN "addresses" JSONB;
