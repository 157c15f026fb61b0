-- Times that are true where they are read, and seats that are known within a day.

-- The zone of the provider's people who have chosen none, and of those whom it invites; none is UTC.
ALTER TABLE providers ADD COLUMN time_zone TEXT;

-- The fewest and the most that were occupied at any time of the day, and how many seats there were; where they are
-- not known, those at its end.
ALTER TABLE seat_days ADD COLUMN least_occupied BIGINT;
ALTER TABLE seat_days ADD COLUMN most_occupied BIGINT;
ALTER TABLE seat_days ADD COLUMN fewest_seats BIGINT;
ALTER TABLE seat_days ADD COLUMN most_seats BIGINT;
