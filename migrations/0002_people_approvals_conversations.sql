CREATE TABLE `conversations` (
	`environment` text NOT NULL,
	`flag` text NOT NULL,
	`id` text NOT NULL,
	`variant` text NOT NULL,
	`unit` text NOT NULL,
	`turns` integer NOT NULL,
	`moves` text DEFAULT '[]' NOT NULL,
	`user_hash` text,
	`created_at` text NOT NULL,
	`last_at` text NOT NULL,
	PRIMARY KEY(`environment`, `flag`, `id`)
);
--> statement-breakpoint
CREATE INDEX `conversations_by_time` ON `conversations` (`last_at`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`roles` text NOT NULL,
	`token_hash` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`accepted_at` text,
	`revoked_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token_hash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE TABLE `pending_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pending_changes_by_state` ON `pending_changes` (`environment`,`state`);--> statement-breakpoint
CREATE TABLE `two_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`verified` integer,
	`failed_verification_count` integer,
	`locked_until` integer,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `environments` ADD `archived_at` text;--> statement-breakpoint
ALTER TABLE `service_keys` ADD `last_used_at` text;--> statement-breakpoint
ALTER TABLE `service_keys` ADD `rate_per_minute` integer;--> statement-breakpoint
ALTER TABLE `service_keys` ADD `replaced_by` text;--> statement-breakpoint
ALTER TABLE `user` ADD `two_factor_enabled` integer;