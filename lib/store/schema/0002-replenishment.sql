-- What a supplier asks for, and what a shelf allows: the terms by which ecom-forecast reorder rounds and limits an order.

ALTER TABLE rule ADD COLUMN lead_time_sd $real CHECK (lead_time_sd >= 0);  -- days
ALTER TABLE rule ADD COLUMN review_days $int CHECK (review_days >= 0);
ALTER TABLE rule ADD COLUMN minimum_order $int CHECK (minimum_order >= 0);
ALTER TABLE rule ADD COLUMN maximum_stock $int CHECK (maximum_stock >= 0);
ALTER TABLE rule ADD COLUMN shelf_life_days $int CHECK (shelf_life_days > 0);
ALTER TABLE rule ADD COLUMN price_breaks TEXT;  -- "100:0.90,500:0.80": all units at 0.90 from 100 on
