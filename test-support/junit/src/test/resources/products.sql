insert into shop.product (id, name) values (1, 'anchor'), (2, 'buoy');
