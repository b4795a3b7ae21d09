-- Machines that throw their changes away at power-off, and those that have such a run behind them or are in it.
ALTER TABLE "vm" ADD COLUMN "stateless" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "vm" ADD COLUMN "stateless_run" BOOLEAN NOT NULL DEFAULT false;
